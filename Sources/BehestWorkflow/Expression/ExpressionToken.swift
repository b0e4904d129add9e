/// A word of an expression, and where it stands.
struct ExpressionToken: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case name(String)
        case number(Double)
        case string(String)
        case `operator`(String)
        /// `}}`, or the end of the text of a condition.
        case close
    }

    var kind: Kind
    var range: Range<Int>
}
