/// What identities of one moment hold instead of random numbers, so that each is greater than the one before: what was in an order stays in it.
struct AscendingNumbers: RandomNumberGenerator {
    private let beginning = UInt64.random(in: .min ... .max)
    // Where it begins differs, so that no two that are made in one moment meet.
    private var number = UInt64.random(in: 0..<(1 << 60))
    private var isBeginning = false

    /// By turns the bits in the first half of an identity, and those in the second.
    mutating func next() -> UInt64 {
        isBeginning.toggle()
        guard !isBeginning else { return beginning }
        number += 1
        return number
    }
}
