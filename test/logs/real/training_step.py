# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Two healthy training steps of a small transformer layer, in bf16 and then in
fp16 with automatic mixed precision: what the log reader must find nothing in."""

import torch


def main():
    torch.manual_seed(0)
    device = "cuda"
    for dtype in (torch.bfloat16, torch.float16):
        model = torch.nn.Sequential(
            torch.nn.TransformerEncoderLayer(256, 8, 1024, batch_first=True),
            torch.nn.Linear(256, 1000),
        ).to(device)
        optimizer = torch.optim.AdamW(model.parameters())
        scaler = torch.amp.GradScaler(device, enabled=dtype == torch.float16)
        for _ in range(2):
            x = torch.randn(8, 64, 256, device=device)
            y = torch.randint(0, 1000, (8 * 64,), device=device)
            with torch.autocast(device, dtype=dtype):
                loss = torch.nn.functional.cross_entropy(model(x).flatten(0, 1), y)
            optimizer.zero_grad()
            scaler.scale(loss).backward()
            scaler.step(optimizer)
            scaler.update()
            print(f"{dtype} loss {loss.item():.4f}")


if __name__ == "__main__":
    main()
