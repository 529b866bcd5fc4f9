/// A map, or a keyed list with the value of the key as the name.
struct MergedMap: Sendable {
    var members: [String: Merged] = [:]
    var order: [String] = []
    let place: Place
    /// A `!replace` stood here: entries that the program ships with are gone too.
    var hidesDefaults = false

    mutating func set(_ name: String, _ member: Merged?) {
        if let member {
            if members.updateValue(member, forKey: name) == nil { order.append(name) }
        } else if members.removeValue(forKey: name) != nil {
            order.removeAll { $0 == name }
        }
    }
}
