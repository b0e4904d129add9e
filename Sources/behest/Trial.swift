internal import ArgumentParser
internal import BehestAudio

/// Where a trial shows what it hears.
protocol Meter {
    /// How much sound there was.
    var duration: Duration { get }

    mutating func show(_ block: SoundBlock)
    func show(_ condition: CaptureCondition)
    func finish()
}

extension LevelMeter: Meter {}

/// Listens to a microphone for a while, to see whether it hears.
struct Trial {
    let ring: SoundRing
    /// How much sound is wanted.
    let length: Duration

    /// Shows the sound until there was enough.
    ///
    /// - Throws: ``ExitCode/failure`` when the microphone gives nothing any more; `AudioError` when it cannot be opened.
    func run(_ start: some Meter) async throws {
        var meter = start
        for try await event in ring.events() {
            switch event {
            case .block(let block): meter.show(block)
            case .condition(let condition):
                meter.show(condition)
                switch condition {
                case .stalled, .unavailable: throw ExitCode.failure
                case .listening, .muted: break
                }
            }
            if meter.duration >= length { break }
        }
        meter.finish()
    }
}

/// Shows a line of JSON for each second of sound.
struct JSONMeter: Meter {
    private struct Level: Encodable {
        var second: Double
        var mean: Float
        var peak: Float
        var gap: Double?
    }

    private struct Condition: Encodable {
        var condition: String
    }

    private var pending: [Float] = []
    private var total = 0
    private var missing: Duration?

    var duration: Duration { .seconds(Double(total) / Double(speechSampleRate)) }

    mutating func show(_ block: SoundBlock) {
        pending += block.samples
        total += block.samples.count
        if let gap = block.gap { missing = (missing ?? .zero) + gap.duration }
        guard pending.count >= speechSampleRate else { return }
        let level = SoundLevel(of: pending)
        pending.removeAll(keepingCapacity: true)
        StandardOutput.write(
            JSONLine.text(
                of: Level(second: duration.seconds, mean: level.mean, peak: level.peak, gap: missing?.seconds)
            )
        )
        missing = nil
    }

    func show(_ condition: CaptureCondition) {
        StandardOutput.write(JSONLine.text(of: Condition(condition: "\(condition)")))
    }

    func finish() {}
}
