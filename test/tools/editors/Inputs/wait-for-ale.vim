" Part of cublaslt-tidy, under the Apache License v2.0 with LLVM Exceptions.
" SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"
" Waits for ALE to have our warnings, and writes what it shows to found.txt.
" A language server says the check as a code, clang-tidy in the text.
function! Check(each) abort
  return matchstr(get(a:each, 'code', '') . a:each.text, 'cublaslt-[a-z-]*[a-z]')
endfunction
function! Ours() abort
  return filter(copy(ale#engine#GetLoclist(bufnr(''))), {_, each -> Check(each) isnot# ''})
endfunction

let s:tries = 0
while len(Ours()) < 2 && s:tries < 600
  sleep 100m
  let s:tries += 1
endwhile
call writefile(map(Ours(), {_, each -> each.lnum . ' ' . each.type . ' ' . Check(each)}), 'found.txt')
qall!
