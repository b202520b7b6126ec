/** Nothing to prepare. Without this file Turbopack walks up and takes the product's own. */
export function register(): void {
  // A plain app has nothing here.
}
