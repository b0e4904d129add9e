internal import FoundationEssentials

/// A recording in a file, of any format that libsndfile reads: WAV, FLAC, Ogg Vorbis, Opus, MP3, AIFF and more.
///
/// ```swift
/// let stream = try AudioFile(path: "command.flac").open()
/// while let block = try stream.read() { … }
/// ```
public struct AudioFile: AudioSource {
    /// What a person calls it: the path as it was given, unless there is another name.
    public let name: String

    private let path: String

    /// Names a file; nothing is read yet.
    ///
    /// - Parameters:
    ///   - path: where it is.
    ///   - name: what errors call it, if not by its path.
    public init(path: String, name: String? = nil) {
        self.path = path
        self.name = name ?? path
    }

    /// The library that reads the files, with its version, such as `libsndfile-1.2.0`.
    public static var libraryVersion: String { SoundFileHandle.libraryVersion }

    /// The rates that are taken, in hertz.
    static let sampleRates = 8_000...192_000

    /// The numbers of channels that are taken; they are mixed to one.
    static let channelCounts = 1...8

    /// Opens the file.
    ///
    /// - Returns: its sound from the beginning.
    /// - Throws: ``AudioError`` when it is missing, empty, not sound, or out of the range of rates and channels.
    public func open() throws(AudioError) -> any AudioStream {
        try checkReadable()
        let handle = try SoundFileHandle(reading: path, name: name)
        let rate = handle.sampleRate
        guard Self.sampleRates.contains(rate) else {
            throw AudioError(.outOfRange, "'\(name)' has \(rate) samples a second; 8,000 to 192,000 can be read.")
        }
        guard Self.channelCounts.contains(handle.channelCount) else {
            throw AudioError(.outOfRange, "'\(name)' has \(handle.channelCount) channels; one to eight can be read.")
        }
        return AudioFileStream(
            name: name,
            file: handle,
            resampler: rate == speechSampleRate ? nil : try ResamplerHandle(from: rate, to: speechSampleRate),
            isCutShort: ContainerCheck.isCutShort(path: path)
        )
    }

    /// Says plainly what libsndfile would only call a system error.
    private func checkReadable() throws(AudioError) {
        var isDirectory = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw AudioError(.unreadable, "There is no file '\(name)'.")
        }
        guard !isDirectory else {
            throw AudioError(.unreadable, "'\(name)' is a directory, not a recording.")
        }
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw AudioError(.unreadable, "'\(name)' may not be read: its permissions forbid it.")
        }
        let resolved = URL(filePath: path).resolvingSymlinksInPath().path
        let attributes = try? FileManager.default.attributesOfItem(atPath: resolved)
        guard attributes?[.type] as? FileAttributeType == .typeRegular else {
            throw AudioError(.unreadable, "'\(name)' is not a regular file; save the recording to one first.")
        }
        let size = attributes?[.size] as? Int
        guard size != 0 else {
            throw AudioError(.empty, "'\(name)' is empty.")
        }
    }
}
