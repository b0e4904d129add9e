import BehestGrammar

extension PackNode {
    /// Where a stretch of the scalar's text, counted in Unicode scalars, stands in the file.
    func place(of stretch: Range<Int>) -> SourceRange {
        guard let text else { return range }
        let bytes = text.unicodeScalars.reduce(into: [0]) { $0.append(($0.last ?? 0) + UTF8.width($1)) }
        let end = bytes.count - 1
        return range(of: bytes[min(stretch.lowerBound, end)]..<bytes[min(stretch.upperBound, end)])
    }
}
