/**
 * Says that something was stored: at once, and while more follows one word after the other, not more often than every so
 * many milliseconds. Apart from the storing statement, because commits that notify take turns in PostgreSQL. A word that
 * fails is lost: whoever waits for words looks by itself now and then.
 */
export class Announcer {
  private timer: NodeJS.Timeout | null = null;
  private isDue = false;
  private isSpeaking = false;
  private speaking: Promise<void> = Promise.resolve();
  private readonly say: () => Promise<void>;
  private readonly everyMs: number;

  constructor(say: () => Promise<void>, everyMs = 20) {
    this.say = say;
    this.everyMs = everyMs;
  }

  announce(): void {
    this.isDue = true;
    this.speakIfDue();
  }

  /** Resolves when everything that was announced was said. */
  async drain(): Promise<void> {
    while (this.isDue || this.isSpeaking) {
      if (this.timer !== null) clearTimeout(this.timer);
      this.timer = null;
      this.speakIfDue();
      await this.speaking;
    }
  }

  private speakIfDue(): void {
    // Words that the database is slow to take would fill the door's connections, did they not wait for each other.
    if (!this.isDue || this.isSpeaking || this.timer !== null) return;
    this.isDue = false;
    this.isSpeaking = true;
    const ended = (): void => {
      this.isSpeaking = false;
      this.speakIfDue();
    };
    this.speaking = this.say().then(ended, ended);
    this.timer = setTimeout(() => {
      this.timer = null;
      this.speakIfDue();
    }, this.everyMs);
    this.timer.unref();
  }
}
