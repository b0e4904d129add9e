/// A transcript as subtitles.
struct SubtitleText {
    let transcript: RecordingTranscript

    /// As SubRip has it.
    var srt: String {
        transcript.pieces.enumerated().map { number, piece in
            "\(number + 1)\n\(Self.times(piece.time, point: ","))\n\(Self.line(piece.text))\n\n"
        }.joined()
    }

    /// As WebVTT has it.
    var vtt: String {
        "WEBVTT\n\n"
            + transcript.pieces.map { piece in
                "\(Self.times(piece.time, point: "."))\n\(Self.escaped(Self.line(piece.text)))\n\n"
            }.joined()
    }

    private static func times(_ range: Range<Duration>, point: Character) -> String {
        "\(time(range.lowerBound, point)) --> \(time(range.upperBound, point))"
    }

    /// Hours, minutes, seconds and thousandths.
    static func time(_ time: Duration, _ point: Character) -> String {
        let milliseconds = time.wholeMilliseconds
        let seconds = milliseconds / 1_000
        let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { digits($0, 2) }.joined(separator: ":")
        return "\(clock)\(point)\(digits(milliseconds % 1_000, 3))"
    }

    private static func digits(_ number: Int, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }

    /// A text that cannot end its own cue.
    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ").split(separator: "-->").joined(separator: "->")
    }

    private static func escaped(_ text: String) -> String {
        text.map { character in
            switch character {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            default: String(character)
            }
        }.joined()
    }
}

extension Duration {
    /// In milliseconds, to the nearest.
    var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1_000 + Int((attoseconds + 500_000_000_000_000) / 1_000_000_000_000_000)
    }

    /// In seconds, to the nearest thousandth, as JSON has it.
    var seconds: Double { Double(wholeMilliseconds) / 1_000 }
}
