internal import CSndfile

/// An open sound file of libsndfile's.
@safe final class SoundFileHandle {
    /// libsndfile's number for a length that is not known, such as that of a stream.
    private static let unknownLength = Int(Int64.max)

    private let file: OpaquePointer
    private var isClosed = false
    private let info: SF_INFO

    /// Opens a file for reading; errors call it by a name.
    init(reading path: String, name: String) throws(AudioError) {
        var info = SF_INFO()
        guard let file = unsafe sf_open(path, Int32(SFM_READ), &info) else {
            throw AudioError(.notAudio, unsafe "'\(name)' is not a recording that can be read (\(Self.reason(nil))).")
        }
        unsafe self.file = unsafe file
        self.info = info
    }

    /// Opens a file that is in memory for reading.
    init(reading bytes: [UInt8]) throws(AudioError) {
        guard let descriptor = MemoryFile.descriptor(holding: bytes) else {
            throw AudioError(.unreadable, "There is no memory left for it, or too many files are open.")
        }
        var info = SF_INFO()
        // It closes the descriptor, also when it cannot read it.
        guard let file = unsafe sf_open_fd(descriptor, Int32(SFM_READ), &info, Int32(SF_TRUE)) else {
            throw AudioError(.notAudio, unsafe "It is not a recording that can be read (\(Self.reason(nil))).")
        }
        unsafe self.file = unsafe file
        self.info = info
    }

    /// Opens a file for writing 16-bit FLAC, mono.
    init(writingFLAC path: String, sampleRate: Int) throws(AudioError) {
        var info = SF_INFO()
        info.samplerate = Int32(sampleRate)
        info.channels = 1
        info.format = Int32(SF_FORMAT_FLAC | SF_FORMAT_PCM_16)
        guard let file = unsafe sf_open(path, Int32(SFM_WRITE), &info) else {
            throw AudioError(.unwritable, unsafe "Could not write the recording '\(path)': \(Self.reason(nil)).")
        }
        unsafe self.file = unsafe file
        self.info = info
    }

    deinit {
        if !isClosed { _ = unsafe sf_close(file) }
    }

    var sampleRate: Int { Int(info.samplerate) }

    var channelCount: Int { Int(info.channels) }

    /// How many frames the file says it has; `nil` when it does not say.
    var frameCount: Int? {
        let count = Int(info.frames)
        return count > 0 && count < Self.unknownLength ? count : nil
    }

    /// Whether no call has failed so far.
    var hasNoError: Bool { unsafe sf_error(file) == 0 }

    /// Reads interleaved samples, as many as there is room for.
    ///
    /// - Returns: the number of whole frames read; fewer than there is room for only at the end.
    func read(into buffer: inout [Float]) -> Int {
        let room = Int64(buffer.count / channelCount)
        return max(0, Int(unsafe sf_readf_float(file, &buffer, room)))
    }

    /// Writes samples of one channel and closes the file.
    ///
    /// - Returns: whether all of it could be written.
    func finish(with samples: [Int16]) -> Bool {
        let count = unsafe sf_write_short(file, samples, Int64(samples.count))
        let isWhole = Int(count) == samples.count && hasNoError
        isClosed = true
        return unsafe sf_close(file) == 0 && isWhole
    }

    /// The library's name and version.
    static var libraryVersion: String { unsafe String(cString: sf_version_string()) }

    /// What libsndfile says of the last failure, without its full stop.
    private static func reason(_ file: OpaquePointer?) -> String {
        var text = unsafe String(cString: sf_strerror(file))
        while text.last == "." || text.last == " " { text.removeLast() }
        return text
    }
}
