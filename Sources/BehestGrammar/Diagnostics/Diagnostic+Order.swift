extension [Diagnostic] {
    /// The diagnostics in the order of the places they speak of; those of the whole file come first.
    func inFileOrder() -> [Diagnostic] {
        enumerated().sorted { first, second in
            switch (first.element.range?.start, second.element.range?.start) {
            case (let start?, let other?) where start != other: start < other
            case (nil, _?): true
            case (_?, nil): false
            default: first.offset < second.offset
            }
        }.map(\.element)
    }
}
