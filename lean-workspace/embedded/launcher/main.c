// The wheel carries all of Lean as a shared library, but no `lean` executable: its command line is the exported
// function `lean_main`. These lines are the whole executable; everything it does is the library's own.
extern int lean_main(int argc, char **argv);
int main(int argc, char **argv) { return lean_main(argc, argv); }
