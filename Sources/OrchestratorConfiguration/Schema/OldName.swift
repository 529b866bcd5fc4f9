/// A name that a setting had once.
struct OldName: Sendable {
    enum Conversion: Sendable {
        case none
        /// A plain number of mebibytes became a size.
        case mebibytes
    }

    /// Dotted, from the root.
    let path: String
    var conversion = Conversion.none
    /// It applies only where no layer says anything under the present name, and never contradicts it.
    var isFallback = false

    init(_ path: String, conversion: Conversion = .none, isFallback: Bool = false) {
        self.path = path
        self.conversion = conversion
        self.isFallback = isFallback
    }
}
