import OrchestratorModel

/// Finds the JSON documents in what a tool printed: each begins a line with `{` or `[`.
enum JSONDocuments {
    static func all(in text: String) -> [JSONValue] {
        let bytes = ArraySlice(text.utf8)
        var documents: [JSONValue] = []
        // Each failure may have read to the end of the text: so many bytes are afforded for all of them.
        var budget = 2 * bytes.count
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let start = bytes[index...].firstIndex { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D } ?? bytes.endIndex
            guard start < bytes.endIndex else { break }
            if bytes[start] == UInt8(ascii: "{") || bytes[start] == UInt8(ascii: "[") {
                var scanner = JSONScanner(bytes[start...])
                if let value = scanner.value() {
                    documents.append(value)
                    index = scanner.index
                    continue
                }
                budget -= scanner.index - start
                if budget < 0 { break }
            }
            index = bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.endIndex
        }
        return documents
    }
}
