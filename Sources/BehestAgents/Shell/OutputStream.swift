/// What a program writes, on its way to whoever reads it: without secrets, as text, and kept in part.
struct OutputStream {
    private var redactor: SecretRedactor
    private var pieces = TextPieces()
    /// What is kept of it.
    private(set) var tail = OutputTail()

    init(redactor: SecretRedactor) {
        self.redactor = redactor
    }

    /// Takes the next bytes, and returns the text that can be given out.
    mutating func take(_ bytes: RawSpan) -> String {
        let read = unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) }
        return keep(redactor.redact(read))
    }

    /// Returns what was still held back.
    mutating func finish() -> String {
        keep(redactor.finish()) + pieces.finish()
    }

    private mutating func keep(_ bytes: [UInt8]) -> String {
        tail.append(bytes)
        return pieces.take(bytes)
    }
}
