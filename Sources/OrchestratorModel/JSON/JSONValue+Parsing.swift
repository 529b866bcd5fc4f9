extension JSONValue {
    /// Reads a JSON text. A number is whole where it is written without fraction and exponent and fits; of a name that an object gives twice the last
    /// value counts.
    ///
    /// - Throws: ``JSONParsingError``.
    /// - Complexity: Linear. Nesting beyond 512 is refused.
    public init(text: String) throws(JSONParsingError) {
        var text = text
        let result = text.withUTF8 { bytes in
            // A closure can't throw a typed error through a function that rethrows any.
            do throws(JSONParsingError) { return Result<JSONValue, JSONParsingError>.success(try JSONParser.value(of: bytes, .overwrite)) } catch {
                return .failure(error)
            }
        }
        self = try result.get()
    }

    /// Reads a part of a document, as bytes that are UTF-8. No object may give a name twice: readers would differ in which value is meant.
    ///
    /// - Throws: ``JSONParsingError``.
    package init(document bytes: [UInt8]) throws(JSONParsingError) {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw JSONParsingError(offset: 0, problem: "is not UTF-8") }
        let result = bytes.withUnsafeBufferPointer { bytes in
            do throws(JSONParsingError) { return Result<JSONValue, JSONParsingError>.success(try JSONParser.value(of: bytes, .refuse)) } catch {
                return .failure(error)
            }
        }
        self = try result.get()
    }
}
