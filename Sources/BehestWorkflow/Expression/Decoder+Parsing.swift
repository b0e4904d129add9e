extension Decoder {
    /// Reads a text that was written as its source, and parses it again.
    func parsed<Value>(_ parse: (String) throws(ExpressionError) -> Value) throws -> Value {
        let container = try singleValueContainer()
        let source = try container.decode(String.self)
        do {
            return try parse(source)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }
}
