//! The end of a task on its host: everything it held is given back, and told to be.

use ferrogate_base::crash;
use ferrogate_executor::Event;

use super::patience::patiently;
use super::task::{Command, Task};
use super::{commit, images};
use crate::cgroup::task_path;

impl Task {
    /// Lets go of everything, and tells that it is so.
    pub(super) async fn release(mut self) {
        self.host.room.forget(self.key());
        self.ports.close().await;
        // Also those of containers that ended while no agent lived.
        self.stream_all(|_, _| true);
        for (_, end, _) in &self.streams {
            end.send_replace(true);
        }
        crash::point(format_args!("agent:before-detach"));
        self.commit().await;
        self.local.finish().await;
        self.host.names_without(&self.assignment);
        self.host.detach(&self.assignment.eni.id);
        // Before its last lines are delivered: a server that has no room for them may be
        // waiting for just the room that this task takes.
        self.end_shim().await;
        self.deliver().await;
        crash::point(format_args!("agent:before-slot-back"));
        let clear = self.clear_slot().await;
        crash::point(format_args!("agent:after-slot-back"));
        self.host.slots.refill();
        self.tell_once(Event::Released);
        tracing::info!(task = %self.key(), "released");
        self.settle().await;
        if self.closed {
            self.host.forget(self.key());
        }
        if let (true, Some(slot)) = (clear, self.slot) {
            self.host.slots.free(slot);
        }
    }

    /// Waits until the disk has it that the slot is no longer this task's, or nobody asks for
    /// the task any more: until then the slot is nobody else's.
    async fn settle(&mut self) {
        let settled = self.facts.settled();
        tokio::pin!(settled);
        while !self.closed {
            tokio::select! {
                () = &mut settled => break,
                Some(command) = self.commands.recv() => {
                    self.closed |= matches!(command, Command::Close);
                }
            }
        }
        // Who closes the binding from now on finds that nobody listens, and forgets it.
        self.commands.close();
        while let Ok(command) = self.commands.try_recv() {
            self.closed |= matches!(command, Command::Close);
        }
    }

    /// Waits until the server has all lines.
    async fn deliver(&mut self) {
        for (_, _, task) in std::mem::take(&mut self.streams) {
            if self.closed {
                task.abort();
            }
            // A stream ends when the server has all lines; it logs what it can't read.
            drop(task.await);
        }
    }

    /// Ends the shim and gives its disk back, as far as that is possible now.
    async fn end_shim(&self) {
        let Some(slot) = self.slot else { return };
        let (slots, cgroup) = (&self.host.slots, self.cgroup());
        let ended = patiently("a task's shim", |_| true, || slots.end(slot, Some(cgroup.clone())));
        if let Err(error) = ended.await {
            tracing::error!(task = %self.key(), %error, "something of the task can't be ended");
        }
    }

    /// Removes the slot's folder; false when something of it stays, and with it the ids.
    async fn clear_slot(&self) -> bool {
        let Some(slot) = self.slot else { return true };
        let (slots, cgroup) = (&self.host.slots, self.cgroup());
        let cleared =
            patiently("a task's slot", |_| true, || slots.clear(slot, Some(cgroup.clone())));
        match cleared.await {
            Ok(()) => true,
            Err(error) => {
                tracing::error!(
                    task = %self.key(), slot, %error,
                    "a slot can't be removed; the next start of the agent tries again"
                );
                false
            }
        }
    }

    fn cgroup(&self) -> String {
        task_path(self.host.slots.cgroup_root(), self.key())
    }

    /// Keeps what the container wrote, if somebody wants it and it has ended well.
    async fn commit(&mut self) {
        let (Some(slot), Some(tag)) = (self.slot, &self.assignment.commit) else { return };
        let [container] = &*self.assignment.containers else { return };
        let well = |event: &Event| matches!(event, Event::ContainerExited { code: 0, .. });
        let told = |event: &Event| matches!(event, Event::NotKept { .. });
        if self.closed || !self.facts.has(well) || self.facts.has(told) {
            return;
        }
        let of = (&*container.name, self.assignment.storage_gib);
        let registry = images::registry_of(&self.assignment);
        let kept = match self.rebooted {
            true => Err("the host was restarted".to_owned()),
            false => commit::commit(&self.host, slot, of, (&registry, tag)).await,
        };
        match kept {
            Ok(()) => {
                tracing::info!(task = %self.key(), tag, "what the container wrote is kept");
            }
            Err(reason) => {
                tracing::warn!(task = %self.key(), tag, reason, "what the container wrote is lost");
                let container = container.name.clone();
                self.tell_now(Event::NotKept { container, reason });
            }
        }
    }
}
