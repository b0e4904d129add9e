import BehestWorkflow
import Glibc

/// Puts the system's refusals into words.
enum SystemError {
    /// What the last call of the system failed with, when it was to do something with a file.
    static func last(_ verb: String, _ path: String) -> AgentError {
        let code = errno
        let reason = unsafe String(cString: strerror(code)).lowercased()
        let remedy =
            switch code {
            case ENOSPC, EDQUOT: "Free some space and retry."
            case EACCES, EPERM, EROFS: "Make the directory writable and retry."
            default: "Check the place and retry."
            }
        return AgentError("Could not \(verb) '\(path)': \(reason). \(remedy)")
    }
}
