extension ScalarType {
    /// Whether its values are texts, for which `null` in a variable is a text too.
    var isText: Bool {
        switch self {
        case .text, .path, .database, .url, .template, .enumeration: true
        case .bool, .integer, .decimal, .duration, .size, .keepAlive: false
        }
    }
}

extension ScalarType {
    /// Whether `null` in a variable or an argument means "no value": of free text it is the text.
    var isNullable: Bool {
        if case .path = self { true } else { !isText }
    }
}
