internal import Glibc

/// Puts what a sound device answered into a sentence that says what to do.
struct DeviceProblem {
    let device: String
    let direction: SoundDirection
    let fault: PCMFault
    /// Looked up only when it matters.
    let holders: () -> [DeviceHolder]

    var error: AudioError {
        switch fault.code {
        case ENOENT, ENODEV, ENXIO, ENOTTY, EBADFD, ENODATA: fault.stage == .running ? unplugged : missing
        case EBUSY, EAGAIN: busy
        case EACCES, EPERM: forbidden
        case EINVAL where fault.stage != .running: unsuitable
        case ECONNREFUSED, ECONNRESET, ETIMEDOUT, EPIPE, EIO: fault.stage == .running ? brokenOff : noServer
        default: unknown
        }
    }

    /// What a person calls such a device.
    private var kind: String { direction == .capture ? "microphone" : "loudspeaker" }

    /// How to find another.
    private var others: String {
        direction == .capture
            ? "choose one of those that 'behest devices' lists" : "choose one of those that 'aplay -L' lists"
    }

    private var missing: AudioError {
        device == "default"
            ? AudioError(
                .missingDevice,
                "There is no \(kind): ALSA's device 'default' cannot be opened. Plug one in, or \(others)."
            )
            : AudioError(.missingDevice, "There is no \(kind) '\(device)'. Plug it in, or \(others).")
    }

    private var unplugged: AudioError {
        let then = direction == .capture ? "then listening goes on" : "then it is used again"
        return AudioError(.missingDevice, "The \(kind) '\(device)' is gone. Plug it in again: \(then).")
    }

    private var busy: AudioError {
        let names = holders().map { "'\($0.program)' (process \($0.process))" }
        let who = names.isEmpty ? "another program" : names.joined(separator: " and ")
        return AudioError(
            .busyDevice,
            "The \(kind) '\(device)' is in use by \(who). Close that program, or choose another \(kind)."
        )
    }

    private var forbidden: AudioError {
        AudioError(
            .forbiddenDevice,
            "The \(kind) '\(device)' may not be used. Run 'sudo usermod -aG audio $USER' and log in again, so that you "
                + "belong to the group 'audio'."
        )
    }

    private var unsuitable: AudioError {
        let converting = device.hasPrefix("hw:") ? "plug\(device)" : "plug:'\(device)'"
        let what = direction == .capture ? "gives" : "takes"
        return AudioError(
            .unsuitableDevice,
            "The \(kind) '\(device)' \(what) no samples of a kind that can be used. Choose '\(converting)', which converts "
                + "them, or another \(kind)."
        )
    }

    private var noServer: AudioError {
        AudioError(
            .brokenDevice,
            "The sound server of the \(kind) '\(device)' does not answer. Start it again (PipeWire: 'systemctl --user "
                + "restart pipewire pipewire-pulse'), or choose another \(kind)."
        )
    }

    private var brokenOff: AudioError {
        direction == .capture
            ? AudioError(
                .brokenDevice,
                "The microphone '\(device)' has stopped giving sound, perhaps because its sound server ended. Listening goes "
                    + "on as soon as it does."
            )
            : AudioError(
                .brokenDevice,
                "The loudspeaker '\(device)' has stopped taking sound, perhaps because its sound server ended. It is tried "
                    + "again with the next sound."
            )
    }

    private var unknown: AudioError {
        let reason = unsafe String(cString: strerror(fault.code))
        let trial =
            direction == .capture
            ? "Try it with 'behest devices --try', or" : "Try it with 'speaker-test -D \(device)', or"
        return AudioError(.brokenDevice, "The \(kind) '\(device)' failed: \(reason). \(trial) choose another.")
    }
}
