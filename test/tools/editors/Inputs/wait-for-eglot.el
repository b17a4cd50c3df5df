;; Part of cublaslt-tidy, under the Apache License v2.0 with LLVM Exceptions.
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; Opens gemm.cpp, starts eglot as M-x eglot does, and prints our warnings.
(require 'eglot)
(require 'project)
(setq eglot-connect-timeout 60 eglot-autoshutdown t)
(find-file "gemm.cpp")
(apply #'eglot (eglot--guess-contact))
(flymake-mode 1)

(defun ours ()
  (sort (delq nil (mapcar
                   (lambda (each)
                     (let ((text (flymake-diagnostic-text each)))
                       (when (string-match "\\[\\(cublaslt-[a-z-]+\\)\\]" text)
                         (format "%d %s"
                                 (line-number-at-pos (flymake-diagnostic-beg each))
                                 (match-string 1 text)))))
                   (flymake-diagnostics)))
        #'string-version-lessp))

(with-timeout (60 (message "timed out"))
  (while (< (length (ours)) 2)
    (flymake-start)
    (accept-process-output nil 0.1)))
(dolist (each (ours)) (princ (concat each "\n")))
(eglot-shutdown (eglot-current-server))
(kill-emacs 0)
