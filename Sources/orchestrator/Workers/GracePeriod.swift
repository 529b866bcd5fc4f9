import ArgumentParser

/// A time as it is written on the command line: `0s`, `90s`, `5m`, `1h`.
struct GracePeriod: ExpressibleByArgument {
    let duration: Duration
    private let text: String

    init(duration: Duration) {
        self.duration = duration
        text = "\(duration.components.seconds)s"
    }

    init?(argument: String) {
        let units = ["s": 1, "m": 60, "h": 3600]
        guard let unit = argument.last.flatMap({ units[String($0)] }), let number = Int(argument.dropLast()), (0...86_400).contains(number) else {
            return nil
        }
        duration = .seconds(number * unit)
        text = argument
    }

    var defaultValueDescription: String { text }
}
