-- Who may read a story whole. Everybody sees the headline, the dek and the first paragraphs.

alter table article
  add column access text not null default 'everyone'
    constraint article_access check (access in ('everyone', 'registered', 'tier')),
  -- The slug of the least tier, where access is 'tier'.
  add column least_tier text,
  add column open_paragraphs smallint not null default 3
    constraint article_open_paragraphs check (open_paragraphs between 1 and 20),
  -- Whether the free stories of a month count for it.
  add column is_metered boolean not null default true,
  -- Stands in the links of newsletters: they open a metered story without using one of the free ones up.
  add column link_pass text not null default replace(gen_random_uuid()::text, '-', ''),
  add constraint article_least_tier check ((access = 'tier') = (least_tier is not null));
