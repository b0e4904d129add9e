public import FoundationEssentials
internal import Glibc

/// Keeps each utterance as a FLAC file, before anything else is done with it.
///
/// A file is there whole or not at all, also after a loss of power: it is written beside its place, flushed to the disk
/// and then renamed.
public struct UtteranceArchive: Sendable {
    /// The folder that holds the recordings.
    public let folder: URL

    /// Names the folder; it is made with the first recording.
    public init(folder: URL) {
        self.folder = folder
    }

    /// Keeps an utterance.
    ///
    /// - Returns: the file, which is on disk when this returns.
    /// - Throws: ``AudioError`` with the code `unwritable`.
    public func keep(_ utterance: Utterance) throws(AudioError) -> URL {
        let file = folder.appending(path: "\(utterance.id).flac")
        let draft = folder.appending(path: ".\(utterance.id).part")
        do {
            // What is said at a workstation is nobody else's business.
            try FileManager.default.createDirectory(
                at: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw failure(file, "the folder '\(folder.path)' cannot be made")
        }
        do throws(AudioError) {
            let handle = try SoundFileHandle(writingFLAC: draft.path, sampleRate: speechSampleRate)
            guard handle.finish(with: utterance.samples) else { throw failure(file, reason(errno)) }
        } catch {
            unsafe unlink(draft.path)
            throw error
        }
        guard flush(draft.path), unsafe rename(draft.path, file.path) == 0, flush(folder.path) else {
            let code = errno
            unsafe unlink(draft.path)
            throw failure(file, reason(code))
        }
        return file
    }

    /// Puts a file's or a folder's content on the disk itself.
    private func flush(_ path: String) -> Bool {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fsync(descriptor) == 0
    }

    private func reason(_ code: Int32) -> String {
        code == 0 ? "the disk may be full" : unsafe String(cString: strerror(code))
    }

    private func failure(_ file: URL, _ reason: String) -> AudioError {
        AudioError(
            .unwritable,
            "Could not keep the recording '\(file.path)': \(reason). Nothing was done with it; free or mend that folder."
        )
    }
}
