extension ScalarType {
    /// Whether its values are texts, for which `null` in a variable is a text too.
    var isText: Bool {
        switch self {
        case .text, .path, .database, .url, .template, .enumeration: true
        case .bool, .integer, .decimal, .duration, .size, .keepAlive: false
        }
    }
}
