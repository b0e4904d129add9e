/// A place in a text file.
public struct SourceLocation: Sendable, Hashable, Comparable {
    /// The line, from 1.
    public var line: Int

    /// The column in Unicode scalars, from 1.
    public var column: Int

    /// Makes a location.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// Whether the first location stands before the second one.
    public static func < (lhs: SourceLocation, rhs: SourceLocation) -> Bool {
        (lhs.line, lhs.column) < (rhs.line, rhs.column)
    }
}

/// A stretch of one text file; the end is not part of it.
public struct SourceRange: Sendable, Hashable {
    /// The file as its reader named it.
    public var file: String

    /// The first character.
    public var start: SourceLocation

    /// The place after the last character.
    public var end: SourceLocation

    /// Makes a range.
    public init(file: String, start: SourceLocation, end: SourceLocation) {
        self.file = file
        self.start = start
        self.end = end
    }
}
