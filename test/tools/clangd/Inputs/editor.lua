-- Part of cublaslt-tidy, under the Apache License v2.0 with LLVM Exceptions.
-- SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
--
-- Neovim's own client: opens a file, shows our warnings, applies a fix, and
-- shows them again. Arguments: the server, the file.
local program, file = vim.env.CUBLASLT_CLANGD, vim.env.CUBLASLT_FILE

local function ours()
  local found = {}
  for _, each in ipairs(vim.diagnostic.get(0)) do
    local name = tostring(each.code or (each.user_data and each.user_data.lsp
      and each.user_data.lsp.code) or "")
    if name:find("^cublaslt%-") then
      table.insert(found, string.format("%3d %s", each.lnum + 1, name))
    end
  end
  table.sort(found)
  return found
end

local function say(title, lines)
  io.stdout:write(title, ": ", table.concat(lines, ", "), "\n")
end

local function wait_for(count)
  if not vim.wait(60000, function() return #ours() == count end, 50) then
    say("timed out with", ours())
    vim.cmd("cquit 1")
  end
end

vim.cmd("edit " .. vim.fn.fnameescape(file))
vim.bo.filetype = "cpp"
local client = vim.lsp.start_client({
  cmd = {program, "--log=error"}, name = "cublaslt-clangd",
  root_dir = vim.fn.getcwd(),
})
vim.lsp.buf_attach_client(0, client)
wait_for(3)
say("opened", ours())

local line = tonumber(ours()[1]:match("%d+"))
local before = vim.api.nvim_buf_get_lines(0, 0, -1, false)
local diagnostics = {}
for _, each in ipairs(vim.diagnostic.get(0, {lnum = line - 1})) do
  table.insert(diagnostics, {
    range = {start = {line = each.lnum, character = each.col},
             ["end"] = {line = each.end_lnum, character = each.end_col}},
    message = each.message, severity = each.severity, source = each.source,
    code = each.code or each.user_data.lsp.code,
  })
end
local answers = vim.lsp.buf_request_sync(0, "textDocument/codeAction", {
  textDocument = vim.lsp.util.make_text_document_params(),
  range = diagnostics[1].range, context = {diagnostics = diagnostics},
}, 30000)
for _, answer in pairs(answers) do
  for _, action in ipairs(answer.result or {}) do
    if action.kind == "quickfix" and action.edit then
      vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
      break
    end
  end
end
local after = vim.api.nvim_buf_get_lines(0, 0, -1, false)
for number, text in ipairs(after) do
  if text ~= before[number] then
    say("changed", {number .. ":" .. text})
  end
end
wait_for(2)
say("after the fix", ours())
vim.cmd("quitall!")
