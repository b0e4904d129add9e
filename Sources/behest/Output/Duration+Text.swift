extension Duration {
    /// The number of seconds.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }

    /// As a person reads it: `3.2 s`, `18 ms`, `0.2 ms`.
    var brief: String {
        let milliseconds = seconds * 1_000
        if milliseconds >= 1_000 { return "\(Self.oneDecimal(seconds)) s" }
        if milliseconds >= 10 { return "\(Int(milliseconds.rounded())) ms" }
        return "\(Self.oneDecimal(milliseconds)) ms"
    }

    /// A place in a recording: `1:02:03` or `0:07`.
    var clockText: String {
        let total = Int(seconds)
        let (hours, minutes, rest) = (total / 3_600, total / 60 % 60, total % 60)
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return hours > 0 ? "\(hours):\(padded(minutes)):\(padded(rest))" : "\(minutes):\(padded(rest))"
    }

    private static func oneDecimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
