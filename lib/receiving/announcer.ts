/**
 * Says that something was stored: at once, and while more follows not more often than every so many milliseconds. Apart
 * from the storing statement, because commits that notify take turns in PostgreSQL. A word that fails is lost: whoever
 * waits for words looks by itself now and then.
 */
export class Announcer {
  private timer: NodeJS.Timeout | null = null;
  private isDue = false;
  private speaking: Promise<void> = Promise.resolve();
  private readonly say: () => Promise<void>;
  private readonly everyMs: number;

  constructor(say: () => Promise<void>, everyMs = 20) {
    this.say = say;
    this.everyMs = everyMs;
  }

  announce(): void {
    if (this.timer === null) this.speak();
    else this.isDue = true;
  }

  /** Resolves when everything that was announced was said. */
  async drain(): Promise<void> {
    if (this.timer !== null && this.isDue) {
      clearTimeout(this.timer);
      this.timer = null;
      this.speak();
    }
    await this.speaking;
  }

  private speak(): void {
    this.isDue = false;
    this.speaking = this.say();
    this.timer = setTimeout(() => {
      this.timer = null;
      if (this.isDue) this.speak();
    }, this.everyMs);
    this.timer.unref();
  }
}
