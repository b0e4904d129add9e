/// How the bytes of sound are to be read; every piece of sound says it of itself.
public struct WyomingSoundFormat: Sendable, Hashable {
    /// Frames a second.
    public var rate: Int
    /// Bytes a sample: one is unsigned, more are signed and little-endian.
    public var width: Int
    /// How many channels are interleaved.
    public var channels: Int

    /// What speech services take as it is: 16,000 frames a second of one channel of 16 bits.
    public static let speech = WyomingSoundFormat(rate: 16_000, width: 2, channels: 1)

    /// Makes a format.
    public init(rate: Int, width: Int, channels: Int) {
        self.rate = rate
        self.width = width
        self.channels = channels
    }

    fileprivate init?(_ data: [String: WyomingValue]) {
        guard let rate = data["rate"]?.integer, let width = data["width"]?.integer,
            let channels = data["channels"]?.integer
        else { return nil }
        self.init(rate: rate, width: width, channels: channels)
    }

    fileprivate var data: [String: WyomingValue] {
        ["rate": .integer(rate), "width": .integer(width), "channels": .integer(channels), "timestamp": nil]
    }
}

/// Sound begins.
public struct WyomingSoundStart: WyomingMessage {
    /// `audio-start`.
    public static let type = "audio-start"
    /// What the pieces will be like.
    public var format: WyomingSoundFormat

    /// Makes it.
    public init(_ format: WyomingSoundFormat) { self.format = format }

    /// Reads it.
    public init?(reading event: WyomingEvent) {
        guard let format = WyomingSoundFormat(event.data) else { return nil }
        self.format = format
    }

    /// The event.
    public var event: WyomingEvent { WyomingEvent(Self.type, data: format.data) }
}

/// A piece of sound.
public struct WyomingSoundPiece: WyomingMessage {
    /// `audio-chunk`.
    public static let type = "audio-chunk"
    /// How its bytes are to be read.
    public var format: WyomingSoundFormat
    /// Its interleaved frames.
    public var bytes: [UInt8]

    /// Makes it.
    public init(_ format: WyomingSoundFormat, bytes: [UInt8]) {
        self.format = format
        self.bytes = bytes
    }

    /// Makes a piece of speech.
    public init(speech samples: some Collection<Int16>) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(samples.count * 2)
        for sample in samples {
            bytes.append(UInt8(truncatingIfNeeded: sample))
            bytes.append(UInt8(truncatingIfNeeded: sample >> 8))
        }
        self.init(.speech, bytes: bytes)
    }

    /// Reads it.
    public init?(reading event: WyomingEvent) {
        guard let format = WyomingSoundFormat(event.data) else { return nil }
        self.init(format, bytes: event.payload)
    }

    /// The event.
    public var event: WyomingEvent { WyomingEvent(Self.type, data: format.data, payload: bytes) }
}

/// Sound is over.
public struct WyomingSoundStop: WyomingMessage {
    /// `audio-stop`.
    public static let type = "audio-stop"

    /// Makes it.
    public init() {}

    /// Reads it.
    public init?(reading event: WyomingEvent) {}

    /// The event.
    public var event: WyomingEvent { WyomingEvent(Self.type, data: ["timestamp": nil]) }
}
