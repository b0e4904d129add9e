/// Why a body is no form.
struct MultipartError: Error, Equatable {
    /// The kinds of failure.
    enum Code: Equatable {
        /// It does not keep to the format.
        case malformed
        /// A part of it that is kept in memory is longer than that may be.
        case tooLong
        /// It ends before its end.
        case cutShort
    }

    var code: Code
    /// One sentence.
    var message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
