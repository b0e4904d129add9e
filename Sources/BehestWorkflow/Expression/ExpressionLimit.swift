/// What bounds the work that a pack's expressions can cause.
enum ExpressionLimit {
    /// Unicode scalars of one text with expressions.
    static let sourceLength = 65_536
    /// Operands and operators within each other.
    static let depth = 50
    /// UTF-8 bytes of one value.
    static let valueSize = 1_048_576
}
