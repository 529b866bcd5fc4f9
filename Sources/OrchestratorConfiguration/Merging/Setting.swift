/// A value with its place and what it shadows, nearest first.
struct Setting: Sendable {
    struct Shadowed: Sendable {
        let value: SettingValue
        let place: Place
    }

    let value: SettingValue
    let place: Place
    var isFallback = false
    var shadowed: [Shadowed] = []
}
