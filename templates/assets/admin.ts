import './editions.ts';

/** Nicer admin pages; each works without it. */
document.documentElement.classList.add('has-script');
