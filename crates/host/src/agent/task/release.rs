//! The end of a task on its host: everything it held is given back, and told to be.

use std::pin::pin;

use ferrogate_link::Event;

use super::life::{Found, Happened};
use super::steps::{self, Keep};
use super::{Command, Task};

impl Task {
    /// Lets go of everything.
    pub(super) async fn release(&mut self) {
        let cx = self.cx.clone();
        cx.host.room.forget(cx.key());
        let mut given_back = pin!(steps::give_back(&cx, self.keep()));
        loop {
            tokio::select! {
                () = &mut given_back => break,
                Some(command) = self.commands.recv() => self.obey(command).await,
            }
        }
        self.hear_rest().await;
        if steps::clear_slot(&cx).await {
            self.cleared = cx.slot();
        }
        cx.host.slots.refill();
        self.happen(Happened::Released).await;
        tracing::info!(task = %cx.key(), "released");
    }

    /// What of the task is to be kept: of one that has ended well, unless it is told already
    /// that it is not kept, or nobody waits for it.
    fn keep(&self) -> Keep {
        let well = |fact: &Event| matches!(fact, Event::ContainerExited { code: 0, .. });
        let told = |fact: &Event| matches!(fact, Event::NotKept { .. });
        let story = self.life.story();
        if !self.life.is_wanted() || !story.has(well) || story.has(told) {
            return Keep::Nothing;
        }
        match &self.cx.found {
            Found::Lost(failure) => Keep::Lost(failure.reason.clone()),
            Found::Nothing | Found::Started => Keep::Layer,
        }
    }

    /// Waits until the disk has it that the slot is no longer this task's, or nobody asks for
    /// the task any more: until then the slot is nobody else's.
    pub(super) async fn settle(&mut self) {
        let mut settled = pin!(self.facts.settled());
        tokio::select! {
            () = &mut settled => self.happen(Happened::Settled).await,
            Some(command) = self.commands.recv() => self.obey(command).await,
        }
    }

    /// The life is over.
    pub(super) async fn end(mut self) {
        // Who closes the binding from now on finds that nobody listens, and forgets it.
        self.commands.close();
        while let Ok(command) = self.commands.try_recv() {
            if let Command::Close = command {
                self.obey(command).await;
            }
        }
        if let Some(slot) = self.cleared {
            self.cx.host.slots.free(slot);
        }
    }
}
