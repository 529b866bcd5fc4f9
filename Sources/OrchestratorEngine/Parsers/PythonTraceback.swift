/// Reads the traceback of a Python exception.
struct PythonTraceback {
    struct Frame {
        var file: String
        var line: Int
    }

    var frames: [Frame] = []
    /// `ZeroDivisionError: division by zero`.
    var message: String?
    /// The lines of it.
    var range: Range<Int>

    static let header = "Traceback (most recent call last):"
    private static let lineLimit = 4000
    private static let links = [
        "During handling of the above exception, another exception occurred:",
        "The above exception was the direct cause of the following exception:",
    ]

    /// The name of the exception's type.
    var type: String? {
        guard let name = message?.prefix(while: { $0 != ":" }), !name.contains(" ") else { return nil }
        return name.split(separator: ".").last.map(String.init)
    }

    /// Reads the traceback whose header stands on that line; of a chain of exceptions the last one.
    init(at start: Int, before end: Int, in lines: OutputLines) {
        var header = start
        range = start..<start + 1
        while true {
            frames = []
            message = nil
            var next = readOne(at: header, before: min(end, start + Self.lineLimit), in: lines)
            range = start..<next
            while next < end, lines[next].isBlank { next += 1 }
            guard next < end, Self.links.contains(lines[next].trimmed.text) else { return }
            next += 1
            while next < end, lines[next].isBlank { next += 1 }
            guard next < end, lines[next].trimmed.text == Self.header else { return }
            header = next
        }
    }

    private mutating func readOne(at header: Int, before end: Int, in lines: OutputLines) -> Int {
        let indentation = lines[header].indentation
        var index = header + 1
        while index < end {
            let line = lines[index]
            if line.indentation > indentation {
                if let frame = Self.frame(line) { frames.append(frame) }
            } else if !line.isBlank {
                message = line.trimmed.text
                return index + 1
            }
            index += 1
        }
        return max(index, header + 1)
    }

    /// `  File "x.py", line 3, in f`.
    static func frame(_ line: OutputLine) -> Frame? {
        guard let rest = line.trimmed.dropping(prefix: "File \""), let (file, after) = rest.split(at: "\", line ") else { return nil }
        var cursor = LineCursor(after)
        return cursor.number().map { Frame(file: file.text, line: $0) }
    }

    /// The frame nearest to the exception that is the repository's own; of the others the nearest.
    func frame(in paths: CheckoutPaths) -> Frame? {
        frames.last { paths.isOwn($0.file) } ?? frames.last
    }
}
