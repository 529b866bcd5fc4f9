/// What binding knows besides the values.
struct BindingContext: Sendable {
    /// Absolute.
    let projectDirectory: String
}
