/// What a test throws where a value has not the case it expects.
struct Unexpected: Error {}
