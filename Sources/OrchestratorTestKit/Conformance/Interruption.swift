/// An error of a test's own.
struct Interruption: Error {}
