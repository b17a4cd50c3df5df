/* RUN: %clang_cc1 -std=c89 -w %s */
/* Old C: implicit int, K&R definitions, labels, jumps into blocks. */
extern fetch();
static table[] = {1, 2, 3};
main(argc, argv) int argc; char **argv; {
  register i;
  int *p = table;
  auto total = 0;
  for (i = 0; i < 3; i++)
    total += p[i], p = p + 0;
  goto inside;
  if (argc) {
  inside:
    total = fetch(total, argv, undeclared(i));
  }
  return total ? main(argc - 1, argv + 1) : 0;
}
copy(to, from, count) char *to, *from; int count; {
  int n = (count + 7) / 8;
  switch (count % 8) {
  case 0: do { *to = *from++;
  case 7: *to = *from++;
  case 6: *to = *from++;
  case 1: *to = *from++;
          } while (--n > 0);
  }
}
struct late;
int size(p) struct late *p; { return p == 0; }
struct late { int a; union { int b; float c; } u; };
int member(p) struct late *p; { return p->u.b + (*p).a; }
