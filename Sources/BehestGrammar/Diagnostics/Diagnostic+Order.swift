extension [Diagnostic] {
    /// The diagnostics in the order of the places they speak of; those of the whole file come first.
    func inFileOrder() -> [Diagnostic] {
        inOrder(ofFiles: [])
    }

    /// The diagnostics in the order of some files, and of the places within each.
    func inOrder(ofFiles files: [String]) -> [Diagnostic] {
        let numbers = Dictionary(zip(files, files.indices)) { first, _ in first }
        func place(_ diagnostic: Diagnostic) -> (Int, Int, Int) {
            guard let range = diagnostic.range else { return (-1, 0, 0) }
            return (numbers[range.file] ?? files.count, range.start.line, range.start.column)
        }
        return enumerated().sorted { first, second in
            let places = (place(first.element), place(second.element))
            return places.0 == places.1 ? first.offset < second.offset : places.0 < places.1
        }.map(\.element)
    }
}
