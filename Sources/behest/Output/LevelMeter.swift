internal import BehestAudio

/// Shows how loud a microphone is while one speaks: a bar that is redrawn, or a line a second where that cannot be.
struct LevelMeter {
    /// The quietest level that has a place on the bar, in decibels.
    private static let quietest: Float = -60
    private static let barWidth = 40
    /// A bar is redrawn ten times a second.
    private static let samplesPerDraw = speechSampleRate / 10

    private let isBar: Bool
    private let style: Style
    private var pending: [Float] = []
    private var loudest = SoundLevel.silence.peak
    private var total = 0
    private var gaps = 0

    /// - Parameters:
    ///   - isPlain: whether to write lines, such as for a screen reader.
    ///   - environment: the program's environment, which says what the terminal can do.
    init(isPlain: Bool, environment: [String: String]) {
        isBar = !isPlain && StandardOutput.isTerminal && environment["TERM"] != "dumb"
        style = Style(isTerminal: StandardOutput.isTerminal, environment: environment)
    }

    /// How much sound there was.
    var duration: Duration { .seconds(Double(total) / Double(speechSampleRate)) }

    mutating func show(_ block: SoundBlock) {
        pending += block.samples
        total += block.samples.count
        loudest = max(loudest, block.level.peak)
        if block.gap != nil { gaps += 1 }
        guard pending.count >= (isBar ? Self.samplesPerDraw : speechSampleRate) else { return }
        let level = SoundLevel(of: pending)
        pending.removeAll(keepingCapacity: true)
        if isBar {
            StandardOutput.writePart("\r\u{1B}[K\(bar(level)) \(Self.text(level))")
        } else {
            StandardOutput.write("level \(Self.text(level))")
        }
    }

    func show(_ condition: CaptureCondition) {
        clear()
        StandardOutput.write("\(condition)")
    }

    /// Says in the end what the microphone is good for.
    func finish() {
        clear()
        let heard = "\(duration.brief) of sound, at most \(Self.decibels(loudest))"
        let missing = gaps == 0 ? "" : ", with \(gaps == 1 ? "a gap" : "\(gaps) gaps")"
        StandardOutput.write("\(heard)\(missing). \(verdict)")
    }

    private var verdict: String {
        switch loudest {
        case ...SoundLevel.floor: "Nothing but silence: look whether the microphone is muted."
        case ..<(-40): "That is very quiet: turn the microphone up, or speak closer to it."
        case (-1)...: "That is too loud: turn the microphone down a little."
        default: "That is good to listen to."
        }
    }

    private func clear() {
        if isBar { StandardOutput.writePart("\r\u{1B}[K") }
    }

    private func bar(_ level: SoundLevel) -> String {
        let (mean, peak) = (Self.place(level.mean), Self.place(level.peak))
        let cells = (0..<Self.barWidth).map { $0 < mean ? "█" : $0 < peak ? "▒" : "·" }.joined()
        return level.peak >= -1 ? style.red(cells) : style.green(cells)
    }

    /// How many cells a level fills.
    private static func place(_ level: Float) -> Int {
        Int((Float(barWidth) * (max(quietest, level) - quietest) / -quietest).rounded())
    }

    private static func text(_ level: SoundLevel) -> String {
        "\(decibels(level.mean)), peak \(decibels(level.peak))"
    }

    private static func decibels(_ level: Float) -> String {
        level <= SoundLevel.floor ? "silence" : "\(Int(level.rounded())) dB"
    }
}
