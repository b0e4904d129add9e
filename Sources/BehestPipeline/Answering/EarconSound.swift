public import BehestAudio
internal import Glibc

extension DialogueEffect.Earcon {
    /// A tone within a sound.
    struct Tone: Sendable, Hashable {
        /// In hertz.
        var pitch: Double
        /// When it begins, and how long it can be heard, in seconds.
        var start: Double
        var length: Double
    }

    /// What it is made of: pure tones that begin softly and fade away.
    ///
    /// Rising tones ask or have come to an end, falling ones do nothing, low ones have failed; two at once have understood.
    var tones: [Tone] {
        switch self {
        case .understood:
            [Tone(pitch: 784, start: 0, length: 0.14), Tone(pitch: 1_175, start: 0, length: 0.14)]
        case .asked: [Tone(pitch: 698, start: 0, length: 0.09), Tone(pitch: 1_047, start: 0.08, length: 0.12)]
        case .noted: [Tone(pitch: 880, start: 0, length: 0.07)]
        case .refused: [Tone(pitch: 587, start: 0, length: 0.1), Tone(pitch: 440, start: 0.085, length: 0.115)]
        case .done:
            [
                Tone(pitch: 523, start: 0, length: 0.08), Tone(pitch: 659, start: 0.055, length: 0.08),
                Tone(pitch: 784, start: 0.11, length: 0.09),
            ]
        case .failed: [Tone(pitch: 330, start: 0, length: 0.1), Tone(pitch: 311, start: 0.1, length: 0.1)]
        }
    }

    /// The sound, a fifth of a second at most.
    ///
    /// - Parameter rate: how many samples it has in a second.
    /// - Returns: the sound.
    public func clip(rate: Int = 48_000) -> SoundClip {
        let end = tones.map { $0.start + $0.length }.max() ?? 0
        var samples = [Float](repeating: 0, count: Int((end * Double(rate)).rounded()))
        for tone in tones {
            let first = Int(tone.start * Double(rate))
            let count = min(Int(tone.length * Double(rate)), samples.count - first)
            for index in 0..<count {
                let time = Double(index) / Double(rate)
                let wave = sin(2 * .pi * tone.pitch * time)
                samples[first + index] += Float(Self.loudness * Self.envelope(time, of: tone.length) * wave)
            }
        }
        return SoundClip(samples: samples, rate: rate)
    }

    /// Of full scale, of each tone: gentle beside speech.
    private static let loudness = 0.22
    /// How long a tone takes to rise, and to end, in seconds: no click is heard.
    private static let rise = 0.008
    private static let fall = 0.02

    private static func envelope(_ time: Double, of length: Double) -> Double {
        func smooth(_ part: Double) -> Double { 0.5 - 0.5 * cos(.pi * max(0, min(1, part))) }
        return smooth(time / rise) * smooth((length - time) / fall) * exp(-1.5 * time / length)
    }
}
