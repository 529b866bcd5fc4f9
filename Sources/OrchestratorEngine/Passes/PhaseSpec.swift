/// What a phase is to be done by.
struct PhaseSpec: Hashable, Sendable {
    /// The text that a human gave; `nil` where it is the plan's.
    let text: String?
}
