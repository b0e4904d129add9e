/// Why sound could not be read or kept.
public struct AudioError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: Sendable, Hashable {
        /// The file is missing or may not be read.
        case unreadable
        /// The file holds nothing.
        case empty
        /// The file is not sound, or of a format that is not known.
        case notAudio
        /// The recording has a rate or a number of channels that is out of range.
        case outOfRange
        /// The recording ends before its own end.
        case truncated
        /// A sample is not a number.
        case notANumber
        /// A recording could not be written.
        case unwritable
        /// There is no such microphone or loudspeaker.
        case missingDevice
        /// Another program holds the device.
        case busyDevice
        /// The device may not be used.
        case forbiddenDevice
        /// The device gives or takes no sound of a form that can be used.
        case unsuitableDevice
        /// The device failed.
        case brokenDevice
    }

    /// What kind of failure it is.
    public var code: Code

    /// One sentence: what failed, on what, and what to do.
    public var message: String

    /// The same as ``message``.
    public var description: String { message }

    /// Makes an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
