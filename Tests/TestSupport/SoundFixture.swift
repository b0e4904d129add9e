internal import BehestGrammar
internal import CSndfile
public import FoundationEssentials
internal import Glibc

/// Sound files made for a test, in any format that libsndfile writes.
public struct SoundFixture: Sendable, CustomStringConvertible {
    /// The samples' form within the file.
    public enum Format: String, Sendable, CaseIterable {
        case wav8 = "8-bit WAV"
        case wav16 = "16-bit WAV"
        case wav24 = "24-bit WAV"
        case wav32 = "32-bit WAV"
        case wavFloat = "float WAV"
        case wavDouble = "double WAV"
        case flac = "FLAC"
        case vorbis = "Ogg Vorbis"
        case opus = "Opus"
        case mp3 = "MP3"
        case aiff = "AIFF"

        var code: Int {
            switch self {
            case .wav8: SF_FORMAT_WAV | SF_FORMAT_PCM_U8
            case .wav16: SF_FORMAT_WAV | SF_FORMAT_PCM_16
            case .wav24: SF_FORMAT_WAV | SF_FORMAT_PCM_24
            case .wav32: SF_FORMAT_WAV | SF_FORMAT_PCM_32
            case .wavFloat: SF_FORMAT_WAV | SF_FORMAT_FLOAT
            case .wavDouble: SF_FORMAT_WAV | SF_FORMAT_DOUBLE
            case .flac: SF_FORMAT_FLAC | SF_FORMAT_PCM_16
            case .vorbis: SF_FORMAT_OGG | SF_FORMAT_VORBIS
            case .opus: SF_FORMAT_OGG | SF_FORMAT_OPUS
            case .mp3: SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III
            case .aiff: SF_FORMAT_AIFF | SF_FORMAT_PCM_16
            }
        }
    }

    /// Why a file could not be made.
    public struct Failure: Error {
        /// What libsndfile said.
        public var reason: String
    }

    /// The form.
    public var format: Format
    /// In hertz.
    public var sampleRate: Int
    /// How many channels, all of which carry the same sound.
    public var channels: Int

    /// Describes a file to be made.
    public init(_ format: Format = .wav16, sampleRate: Int = 16_000, channels: Int = 1) {
        self.format = format
        self.sampleRate = sampleRate
        self.channels = channels
    }

    /// What a test's output calls it.
    public var description: String { "\(format.rawValue), \(sampleRate) Hz, \(channels) ch" }

    /// Writes samples.
    public func write(_ samples: [Float], to file: URL) throws {
        var info = SF_INFO()
        info.samplerate = Int32(sampleRate)
        info.channels = Int32(channels)
        info.format = Int32(format.code)
        guard let handle = unsafe sf_open(file.path, Int32(SFM_WRITE), &info) else {
            throw Failure(reason: unsafe String(cString: sf_strerror(nil)))
        }
        defer { _ = unsafe sf_close(handle) }
        let interleaved = samples.flatMap { [Float](repeating: $0, count: channels) }
        guard unsafe sf_write_float(handle, interleaved, Int64(interleaved.count)) == Int64(interleaved.count) else {
            throw Failure(reason: unsafe String(cString: sf_strerror(handle)))
        }
    }

    /// A sine tone at half of full scale.
    public static func tone(hertz: Double, seconds: Double, sampleRate: Int = 16_000) -> [Float] {
        (0..<Int(seconds * Double(sampleRate))).map { index in
            0.5 * Float(sin(2 * Double.pi * hertz * Double(index) / Double(sampleRate)))
        }
    }

    /// White noise, the same for the same seed.
    public static func noise(seconds: Double, level: Float, seed: UInt64 = 1, sampleRate: Int = 16_000) -> [Float] {
        var generator = SeededGenerator(seed: seed)
        return (0..<Int(seconds * Double(sampleRate))).map { _ in Float.random(in: -level...level, using: &generator) }
    }
}
