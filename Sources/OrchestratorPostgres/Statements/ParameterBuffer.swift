internal import COrchestratorPQ
internal import OrchestratorDatabase

/// The values of a statement as the protocol takes them: texts one after the other in one piece of memory.
struct ParameterBuffer {
    /// The type of each parameter; 0 where the server is to find out: a value that is NULL.
    private(set) var types: [Oid] = []
    private var bytes: [CChar] = []
    /// Where each value begins; `nil` for NULL.
    private var starts: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// - Throws: ``ContainsNUL`` for text with a NUL character, which would end it.
    init(_ values: [SQLValue]) throws(ContainsNUL) {
        types.reserveCapacity(values.count)
        starts.reserveCapacity(values.count)
        bytes.reserveCapacity(values.count * 32)
        for value in values {
            starts.append(value == .null ? nil : bytes.count)
            switch value {
            case .null: add(type: 0, length: 0)
            case .integer(let number): try add(String(number), type: ServerType.integer)
            case .real(let number): try add(number.description, type: ServerType.real)
            case .text(let text): try add(text, type: ServerType.text)
            case .blob(let blob):
                bytes.append(contentsOf: blob.lazy.map { CChar(bitPattern: $0) })
                add(type: ServerType.bytes, length: Int32(blob.count), isBinary: true)
            }
        }
    }

    /// A text that has a NUL character.
    struct ContainsNUL: Error {}

    private mutating func add(_ text: String, type: Oid) throws(ContainsNUL) {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8.lazy.map { CChar(bitPattern: $0) })
        if type == ServerType.text, bytes[start...].contains(0) { throw ContainsNUL() }
        bytes.append(0)
        add(type: type, length: Int32(bytes.count - start - 1))
    }

    private mutating func add(type: Oid, length: Int32, isBinary: Bool = false) {
        types.append(type)
        lengths.append(length)
        formats.append(isBinary ? 1 : 0)
    }

    /// Lends the values as the library takes them.
    func with<Value>(
        _ body: (_ count: Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Value
    ) -> Value {
        bytes.withUnsafeBufferPointer { bytes in
            // An empty value needs an address too: a null pointer means NULL.
            withUnsafePointer(to: CChar(0)) { nothing in
                let pointers = starts.map { start in start.map { start in bytes.baseAddress.map { base in base + start } ?? nothing } }
                return pointers.withUnsafeBufferPointer { body(Int32(pointers.count), $0.baseAddress, lengths, formats) }
            }
        }
    }
}
