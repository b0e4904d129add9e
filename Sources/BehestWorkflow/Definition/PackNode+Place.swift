import BehestGrammar

extension PackNode {
    /// Where a stretch of the scalar's text stands in the file.
    ///
    /// Exact for text on one line in which the file and the value have the same characters; otherwise, as with escapes
    /// and folded lines, the place of the whole scalar.
    func place(of stretch: Range<Int>) -> SourceRange {
        guard case .scalar(let text, let isQuoted) = content, range.start.line == range.end.line,
            range.end.column - range.start.column == text.unicodeScalars.count + (isQuoted ? 2 : 0)
        else { return range }
        let first = range.start.column + (isQuoted ? 1 : 0)
        return SourceRange(
            file: range.file,
            start: SourceLocation(line: range.start.line, column: first + stretch.lowerBound),
            end: SourceLocation(line: range.start.line, column: first + stretch.upperBound)
        )
    }
}
