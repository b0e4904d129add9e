internal import BehestAudio
internal import Synchronization

/// A recording whose length is measured as it is read, and bounded.
///
/// What a file says of its length is not to be relied on, and some say nothing.
final class MeasuredFile: AudioSource {
    let name: String
    private let file: AudioFile
    private let longest: Duration
    private let count = Mutex(0)

    init(_ file: AudioFile, longest: Duration) {
        self.file = file
        self.longest = longest
        name = file.name
    }

    /// How much has been read.
    var length: Duration { .seconds(Double(count.withLock(\.self)) / Double(speechSampleRate)) }

    func open() throws(AudioError) -> any AudioStream {
        MeasuredStream(try file.open(), of: self)
    }

    /// Notes that more was read.
    fileprivate func add(_ samples: Int) throws(AudioError) {
        count.withLock { $0 += samples }
        guard length <= longest else {
            throw AudioError(
                .outOfRange,
                "'\(name)' is longer than \(longest.components.seconds / 60) minutes: send it in parts."
            )
        }
    }
}

private final class MeasuredStream: AudioStream {
    private let stream: any AudioStream
    private let file: MeasuredFile

    init(_ stream: any AudioStream, of file: MeasuredFile) {
        self.stream = stream
        self.file = file
    }

    func read() throws(AudioError) -> [Float]? {
        let block = try stream.read()
        try file.add(block?.count ?? 0)
        return block
    }
}
