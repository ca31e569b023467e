-- Why an edition came back from its release by itself before anything had left; null once it is released again.
alter table edition add column taken_back text;
