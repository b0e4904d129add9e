internal import Glibc

/// Puts what a sound device answered into a sentence that says what to do.
struct DeviceProblem {
    let device: String
    let fault: PCMFault
    /// Looked up only when it matters.
    let holders: () -> [DeviceHolder]

    var error: AudioError {
        switch fault.code {
        case ENOENT, ENODEV, ENXIO, ENOTTY, EBADFD, ENODATA: fault.stage == .capturing ? unplugged : missing
        case EBUSY, EAGAIN: busy
        case EACCES, EPERM: forbidden
        case EINVAL where fault.stage != .capturing: unsuitable
        case ECONNREFUSED, ECONNRESET, ETIMEDOUT, EPIPE, EIO: fault.stage == .capturing ? brokenOff : noServer
        default: unknown
        }
    }

    private var missing: AudioError {
        device == "default"
            ? AudioError(
                .missingDevice,
                "There is no microphone: ALSA's device 'default' cannot be opened. Plug one in, or choose one of those that "
                    + "'behest devices' lists."
            )
            : AudioError(
                .missingDevice,
                "There is no microphone '\(device)'. Plug it in, or choose one of those that 'behest devices' lists."
            )
    }

    private var unplugged: AudioError {
        AudioError(.missingDevice, "The microphone '\(device)' is gone. Plug it in again: then listening goes on.")
    }

    private var busy: AudioError {
        let names = holders().map { "'\($0.program)' (process \($0.process))" }
        let who = names.isEmpty ? "another program" : names.joined(separator: " and ")
        return AudioError(
            .busyDevice,
            "The microphone '\(device)' is in use by \(who). Close that program, or choose another microphone."
        )
    }

    private var forbidden: AudioError {
        AudioError(
            .forbiddenDevice,
            "The microphone '\(device)' may not be used. Run 'sudo usermod -aG audio $USER' and log in again, so that you "
                + "belong to the group 'audio'."
        )
    }

    private var unsuitable: AudioError {
        let converting = device.hasPrefix("hw:") ? "plug\(device)" : "plug:'\(device)'"
        return AudioError(
            .unsuitableDevice,
            "The microphone '\(device)' gives no samples of a kind that can be used. Choose '\(converting)', which converts "
                + "them, or another microphone."
        )
    }

    private var noServer: AudioError {
        AudioError(
            .brokenDevice,
            "The sound server of the microphone '\(device)' does not answer. Start it again (PipeWire: 'systemctl --user "
                + "restart pipewire pipewire-pulse'), or choose another microphone."
        )
    }

    private var brokenOff: AudioError {
        AudioError(
            .brokenDevice,
            "The microphone '\(device)' has stopped giving sound, perhaps because its sound server ended. Listening goes on "
                + "as soon as it does."
        )
    }

    private var unknown: AudioError {
        let reason = unsafe String(cString: strerror(fault.code))
        return AudioError(
            .brokenDevice,
            "The microphone '\(device)' failed: \(reason). Try it with 'behest devices --try', or choose another."
        )
    }
}
