import BehestWorkflow
import FoundationEssentials
import Glibc
internal import SystemPackage

/// What a program reads on its standard input, as a file without a name: nobody has to wait until it is read, and
/// nobody is ended by a signal when it is not.
enum InputFile {
    /// Makes a file of bytes, to be read from its beginning; whoever gets it closes it.
    ///
    /// - Throws: ``AgentError`` when there is no room for it.
    static func make(_ bytes: [UInt8]) throws -> FileDescriptor {
        let folder = FileManager.default.temporaryDirectory.path
        var template = Array("\(folder)/behest-input-XXXXXX".utf8CString)
        let number = unsafe template.withUnsafeMutableBufferPointer { buffer -> Int32 in
            guard let start = buffer.baseAddress else { return -1 }
            let number = unsafe mkstemp(start)
            guard number >= 0 else { return -1 }
            _ = unsafe (unlink(start), fcntl(number, F_SETFD, FD_CLOEXEC))
            return number
        }
        guard number >= 0 else { throw SystemError.last("make a file in", folder) }
        let file = FileDescriptor(rawValue: number)
        do {
            try file.writeAll(bytes)
            guard lseek(number, 0, SEEK_SET) == 0 else { throw SystemError.last("rewind a file in", folder) }
        } catch {
            try? file.close()
            throw AgentError("Could not write to '\(folder)': \(error). Free some space and retry.", cause: error)
        }
        return file
    }
}
