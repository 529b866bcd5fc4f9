extension JSONValue {
    /// Reads a JSON text. A number is whole where it is written without fraction and exponent and fits.
    ///
    /// - Throws: ``JSONParsingError``.
    /// - Complexity: Linear. Nesting beyond 512 is refused.
    public init(text: String) throws(JSONParsingError) {
        var text = text
        let result = text.withUTF8 { bytes in
            // A closure can't throw a typed error through a function that rethrows any.
            do throws(JSONParsingError) { return Result<JSONValue, JSONParsingError>.success(try JSONParser.value(of: bytes)) } catch {
                return .failure(error)
            }
        }
        self = try result.get()
    }
}
