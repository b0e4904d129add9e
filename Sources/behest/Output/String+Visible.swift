extension String {
    /// The text with nothing in it that could steer a terminal.
    ///
    /// What was said and what a program wrote is data: an escape sequence in it must not recolour, move or erase what
    /// stands around it, and a mark that turns the writing direction must not make one text look like another.
    var visible: String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            result.append(Self.isSteering(scalar) ? "\u{FFFD}" : scalar)
        }
        return String(result)
    }

    private static func isSteering(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0x202A...0x202E, 0x2066...0x2069: true
        default: scalar.properties.generalCategory == .control
        }
    }
}
