/// One layer as it was looked for.
public struct LayerReport: Hashable, Sendable {
    /// Which layer.
    public let layer: Layer
    /// Its file, absolute; `nil` for the layers that have none.
    public let path: String?
    /// Whether it said anything.
    public let isFound: Bool
    /// Why it did not, or what it holds: `3 variables`.
    public let note: String
}
